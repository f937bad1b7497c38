package io.sealer.run.template;

/**
 * A variable that is not set: false in conditions, replaced by {@code default}, an error where its
 * value is needed.
 */
record Missing(String name) {}
