package io.sealer.build.execute;

import io.sealer.build.context.SourceException;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
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
    var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new SourceException(
            address
                + " answered "
                + connection.getResponseCode()
                + " "
                + connection.getResponseMessage(),
            "");
      }
      MessageDigest hash = Digest.sha256();
      try (InputStream in = connection.getInputStream();
          OutputStream out = new DigestOutputStream(Files.newOutputStream(to), hash)) {
        in.transferTo(out);
      }
      return Digest.ofHash(hash.digest());
    } catch (ConnectException | UnknownHostException | SocketTimeoutException e) {
      throw new SourceException(
          address + " cannot be reached: " + e.getMessage(),
          "fetch the file by other means and use local://");
    } finally {
      connection.disconnect();
    }
  }
}
