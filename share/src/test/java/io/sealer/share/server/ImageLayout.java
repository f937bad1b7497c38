package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * An OCI image layout with one image of one layer of two megabytes, for programs to take up.
 *
 * @param directory where it lies
 * @param digest of the image's manifest
 */
record ImageLayout(Path directory, String digest) {
  static ImageLayout write(Path directory, String name) throws IOException {
    byte[] noise = new byte[2_000_000];
    new Random(9).nextBytes(noise);
    byte[] tar = tar(noise);
    byte[] layer = gzip(tar); // skopeo packs what is not packed
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(Client.digest("sha256", tar))
            .getBytes(UTF_8);
    byte[] manifest =
        Manifests.image(
            Manifests.descriptor(Manifests.CONFIG, "sha256", config),
            List.of(Manifests.descriptor(Manifests.LAYER + "+gzip", "sha256", layer)),
            "");
    for (byte[] blob : List.of(layer, config, manifest)) {
      String path = Client.digest("sha256", blob).replace(':', '/');
      Path file = directory.resolve("blobs").resolve(path);
      Files.createDirectories(directory.resolve("blobs/sha256"));
      Files.write(file, blob);
    }
    Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    String member = Manifests.descriptor(Manifests.IMAGE, "sha256", manifest);
    Files.write(directory.resolve("index.json"), Manifests.index(List.of(named(member, name)), ""));
    return new ImageLayout(directory, Client.digest("sha256", manifest));
  }

  private static byte[] tar(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarWriter(bytes);
    tar.add(TarEntry.file("file", 0644, content.length), new ByteArrayInputStream(content));
    tar.finish();
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static String named(String descriptor, String name) {
    return descriptor.replaceFirst(
        "}$", ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + name + "\"}}");
  }
}
