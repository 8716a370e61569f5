package dev.porchlight.web;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of an open file. Goes on when the file is deleted meanwhile, since an open file stays until it is closed. */
final class FilePart implements Pieces {
    private final FileChannel file;
    private final long last;
    private long at;

    FilePart(FileChannel file, ByteRange part) {
        this.file = file;
        this.at = part.first();
        this.last = part.last();
    }

    @Override
    public int next(byte[] to) throws IOException {
        if (at > last) {
            return -1;
        }
        int count = file.read(ByteBuffer.wrap(to, 0, (int) Math.min(to.length, last - at + 1)), at);
        if (count < 0) {
            throw new EOFException("the file has become shorter while it was sent");
        }
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
