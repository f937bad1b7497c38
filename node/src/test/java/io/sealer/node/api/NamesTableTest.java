package io.sealer.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.Reference;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NamesTableTest {
  @Test
  void what_was_written_is_read_again() throws Exception {
    var names = new TreeMap<Reference, Descriptor>();
    Descriptor index = Descriptor.of(MediaTypes.INDEX, "{}".getBytes(UTF_8));
    names.put(Reference.parse("nginx:1.25"), index);
    names.put(Reference.parse("quay.io/a/b:1@" + index.digest()), index);
    var table =
        new NamesTable(
            Digest.of(new byte[3]),
            names,
            List.of(Descriptor.of(MediaTypes.MANIFEST, new byte[1])));
    assertThat(NamesTable.parse(table.toJson())).isEqualTo(table);
  }

  @Test
  void a_malformed_table_is_reported_with_its_place() {
    String json =
        """
        {"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"%s","size":1,
          "annotations":{"org.opencontainers.image.ref.name":"UPPER"}}]}"""
            .formatted(Digest.of(new byte[3]));
    assertThatThrownBy(() -> NamesTable.parse(json.getBytes(UTF_8)))
        .hasMessageContaining("'UPPER' has upper-case letters");
  }
}
