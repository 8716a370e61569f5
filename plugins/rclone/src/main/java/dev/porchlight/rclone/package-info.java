/**
 * Uploads of a visit's files to whatever rclone knows. {@code Rclone} runs the program, {@code Place} says where a file
 * goes. Start at {@code RcloneSink}.
 */
package dev.porchlight.rclone;
