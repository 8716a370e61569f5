/** A sink that copies each visit's pictures into a folder. Start at {@link dev.porchlight.disk.DiskSink}. */
package dev.porchlight.disk;
