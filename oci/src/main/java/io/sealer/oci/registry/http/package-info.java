/**
 * HTTP/1.1 over plain or TLS sockets, as much as a registry client needs: streamed bodies of known
 * length, keep-alive, early answers to uploads, every method. One exchange at a time; redirects,
 * retries and credentials are decided above.
 *
 * <p>Why not the JDK's own clients: {@code HttpClient} moves blobs at half the speed and delays the
 * exit of the JVM, {@code HttpURLConnection} knows no PATCH, loses answers that come before a body
 * is sent, and keeps its connections in a place shared by the whole process. Start at {@link
 * io.sealer.oci.registry.http.HttpTransport}.
 */
@NullMarked
package io.sealer.oci.registry.http;

import org.jspecify.annotations.NullMarked;
