/**
 * Reading JSON with its place kept for messages, and writing it byte for byte the same. Built on
 * Jackson's streaming layer alone, which loads quickly. Internal to this room. Start at {@link
 * io.sealer.oci.json.JsonObject}.
 */
@NullMarked
package io.sealer.oci.json;

import org.jspecify.annotations.NullMarked;
