package dev.flux.forge;

/**
 * A comment to be written on lines of the diff.
 *
 * @param path at the head
 * @param startLine first line, from 1
 * @param line last line; the same as the first for one line
 * @param oldLine line of the base that {@code line} shows as context, 0 where it was added
 * @param body Markdown, marker included
 */
public record InlineComment(String path, int startLine, int line, int oldLine, String body) {}
