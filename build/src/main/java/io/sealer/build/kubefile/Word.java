package io.sealer.build.kubefile;

/**
 * A word of an instruction's arguments, quotes kept as written.
 *
 * @param text as written, quotes and variables included
 * @param offset where it starts in the arguments
 */
record Word(String text, int offset) {}
