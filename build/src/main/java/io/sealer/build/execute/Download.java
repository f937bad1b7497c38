package io.sealer.build.execute;

import io.sealer.build.context.SourceException;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Fetches remote sources. With a checksum what was fetched before is used again; without one it is
 * asked for every time.
 */
final class Download {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int MOST_REDIRECTIONS = 10;

  private final Path directory;

  Download(Path directory) {
    this.directory = directory;
  }

  Path fetch(String address, Optional<Digest> checksum) throws IOException, SourceException {
    Files.createDirectories(directory);
    Path kept =
        directory.resolve(
            checksum.orElseGet(() -> Digest.of(address.getBytes(StandardCharsets.UTF_8))).hex());
    if (checksum.isPresent() && Files.exists(kept)) {
      return kept;
    }
    Path part = Files.createTempFile(directory, "new-", ".part");
    try {
      Digest found = receive(address, part);
      if (checksum.isPresent() && !checksum.get().equals(found)) {
        throw new SourceException(
            address + " has checksum " + found + ", not " + checksum.get(),
            "the file has changed at its source; find out why before you take it");
      }
      Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return kept;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Digest receive(String address, Path to) throws IOException, SourceException {
    HttpURLConnection connection = connect(address);
    try {
      MessageDigest hash = Digest.sha256();
      try (InputStream in = connection.getInputStream();
          OutputStream out = new DigestOutputStream(Files.newOutputStream(to), hash)) {
        in.transferTo(out);
      }
      return Digest.ofHash(hash.digest());
    } catch (FileSystemException e) {
      throw e; // our disk, not the other end
    } catch (IOException e) {
      throw unreachable(address, e);
    } finally {
      connection.disconnect();
    }
  }

  /** Follows redirections, to another scheme too, but never from https to http. */
  private static HttpURLConnection connect(String address) throws IOException, SourceException {
    URI at = URI.create(address);
    for (int redirections = 0; redirections < MOST_REDIRECTIONS; redirections++) {
      var connection = (HttpURLConnection) at.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      int status = status(address, connection);
      String location = connection.getHeaderField("Location");
      if (status == HttpURLConnection.HTTP_OK) {
        return connection;
      }
      connection.disconnect();
      if (status / 100 != 3 || location == null) {
        throw new SourceException(
            address + " answered " + status + " " + connection.getResponseMessage(),
            status == HttpURLConnection.HTTP_NOT_FOUND
                ? "look whether the address is right"
                : "try again later, or fetch the file by other means and use local://");
      }
      URI next = at.resolve(location);
      if ("https".equals(at.getScheme()) && !"https".equals(next.getScheme())) {
        throw new SourceException(
            address + " leads to " + next + ", which is not https",
            "if that is right, write that address");
      }
      at = next;
    }
    throw new SourceException(address + " leads from one address to the next without end", "");
  }

  private static int status(String address, HttpURLConnection connection) throws SourceException {
    try {
      return connection.getResponseCode();
    } catch (IOException e) {
      throw unreachable(address, e);
    }
  }

  private static SourceException unreachable(String address, IOException e) {
    return new SourceException(
        address
            + " cannot be fetched: "
            + (e instanceof UnknownHostException ? "its host is not known" : e.getMessage()),
        "fetch the file by other means and use local://");
  }
}
