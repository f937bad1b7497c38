package io.sealer.run.engine;

/**
 * Something that a step has to send to its host. Steps of one host may have the same to send: it is
 * sent by the first of them.
 *
 * @param name the same for the same content
 * @param bytes how much of it the host lacks
 */
public record Freight(String name, long bytes) {}
