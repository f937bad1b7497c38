package io.sealer.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtensionJsonTest {
  @Test
  void it_has_the_shape_that_the_go_sealer_reads() throws Exception {
    var extension =
        new Extension(
            ImageType.APP_INSTALLER,
            List.of(
                new Application(
                    "web", AppKind.KUBE, List.of("a.yaml"), Map.of("K", "V"), List.of()),
                new Application("odd", AppKind.UNKNOWN, List.of(), Map.of(), List.of("./go"))),
            Map.of("E", "1"),
            new Extension.Launch(List.of("web"), List.of()));
    String json = ExtensionJson.write(extension, "0.1.0");
    assertThat(json)
        .isEqualTo(
            ("{'buildClient':{'sealerVersion':'0.1.0'},'schemaVersion':'v1alpha1',"
                    + "'type':'app-installer','applications':[{'name':'web','type':'kube',"
                    + "'files':['a.yaml'],'version':'v1','env':{'K':'V'},'cmds':[]},"
                    + "{'name':'odd','type':'','files':[],'version':'v1','env':{},'cmds':['./go']}],"
                    + "'labels':{},'env':{'E':'1'},'launch':{'cmds':[],'app_names':['web']}}")
                .replace('\'', '"'));
    assertThat(ExtensionJson.read(json, ImageType.KUBE_INSTALLER)).isEqualTo(extension);
  }

  @Test
  void what_the_go_sealer_wrote_is_read() throws Exception {
    String json =
        """
        {"buildClient":{"sealerVersion":"latest","buildahVersion":"1.25.0"},"schemaVersion":"v1alpha1",
         "type":"kube-installer","applications":null,"labels":null,"env":{"A":"b"},
         "launch":{"cmds":["kubectl get pods"],"app_names":null},"new":1}
        """;
    Extension extension = ExtensionJson.read(json, ImageType.APP_INSTALLER);
    assertThat(extension.type()).isEqualTo(ImageType.KUBE_INSTALLER);
    assertThat(extension.launch().cmds()).containsExactly("kubectl get pods");
    assertThat(extension.applications()).isEmpty();
  }

  @Test
  void nonsense_is_refused_with_its_place() {
    assertThatThrownBy(() -> ExtensionJson.read("{\"applications\":[{}]}", ImageType.APP_INSTALLER))
        .isInstanceOf(OciException.class)
        .hasMessage("sealer.image.extension.applications[0].name: is missing");
  }

  @Test
  void the_list_of_container_images_is_read_back() throws Exception {
    var images =
        List.of(
            new ContainerImages.ContainerImage(
                "docker.io/library/nginx:1", "", new Platform("linux", "arm", Optional.of("v7"))));
    String json = ContainerImages.write(images);
    assertThat(json)
        .isEqualTo(
            "[{\"image\":\"docker.io/library/nginx:1\",\"appName\":\"\",\"platform\":"
                + "{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}}]");
    assertThat(ContainerImages.read(json)).isEqualTo(images);
  }
}
