package io.sealer.build.kubefile;

/**
 * Something wrong at a place.
 *
 * @param hint what to write instead; empty when there is nothing to say
 */
public record Problem(Position at, String message, String hint) {}
