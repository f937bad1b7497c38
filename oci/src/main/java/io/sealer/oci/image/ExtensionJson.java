package io.sealer.oci.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.OciException;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The value of annotation {@link Extension#ANNOTATION}, readable by sealer 0.9 and later and as
 * they write it (sealer-reference, 2.4).
 */
public final class ExtensionJson {
  private static final String SCHEMA = "v1alpha1";
  private static final String APPLICATION_VERSION = "v1";

  private ExtensionJson() {}

  /** The annotation's value; {@code sealerVersion} is what built the image. */
  public static String write(Extension extension, String sealerVersion) {
    byte[] json =
        JsonOut.object(
            out ->
                out.object("buildClient", o -> o.text("sealerVersion", sealerVersion))
                    .text("schemaVersion", SCHEMA)
                    .text("type", extension.type().text())
                    .objects("applications", extension.applications(), ExtensionJson::application)
                    .object("labels", o -> {})
                    .object("env", o -> extension.env().forEach(o::text))
                    .object(
                        "launch",
                        o ->
                            o.allTexts("cmds", extension.launch().cmds())
                                .allTexts("app_names", extension.launch().apps())));
    return new String(json, UTF_8);
  }

  private static void application(JsonOut out, Application application) {
    out.text("name", application.name())
        .text("type", application.kind().text())
        .allTexts("files", application.files())
        .text("version", APPLICATION_VERSION)
        .object("env", o -> application.env().forEach(o::text))
        .allTexts("cmds", application.cmds());
  }

  /**
   * Reads the annotation's value; {@code otherwise} is the type when it is not said.
   *
   * @throws OciException when it is no such JSON
   */
  public static Extension read(String json, ImageType otherwise) throws OciException {
    try {
      return read(JsonObject.parse(json.getBytes(UTF_8), Extension.ANNOTATION), otherwise);
    } catch (MalformedJsonException e) {
      throw new OciException(
          String.valueOf(e.getMessage()), "the image was not built by sealer; build it again", e);
    }
  }

  private static Extension read(JsonObject json, ImageType otherwise)
      throws MalformedJsonException {
    var applications = new ArrayList<Application>();
    for (JsonObject application : json.objects("applications")) {
      applications.add(application(application));
    }
    JsonObject launch = json.optionalObject("launch").orElse(JsonObject.EMPTY);
    Optional<ImageType> type = json.optionalText("type").flatMap(ImageType::of);
    return new Extension(
        type.orElse(otherwise),
        applications,
        json.textMap("env"),
        new Extension.Launch(launch.texts("app_names"), launch.texts("cmds")));
  }

  private static Application application(JsonObject json) throws MalformedJsonException {
    List<String> files = json.texts("files");
    AppKind kind = json.optionalText("type").flatMap(AppKind::of).orElse(AppKind.UNKNOWN);
    return new Application(json.text("name"), kind, files, json.textMap("env"), json.texts("cmds"));
  }
}
