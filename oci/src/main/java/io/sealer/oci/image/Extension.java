package io.sealer.oci.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Annotation {@code sealer.image.extension} of a rootfs manifest, in the JSON shape of sealer 0.9
 * and later (sealer-reference, 2.4).
 *
 * @param type what the image does
 * @param applications the applications in the image, inherited ones too
 * @param env environment for all applications
 * @param launch what is started by default
 */
public record Extension(
    ImageType type, List<Application> applications, Map<String, String> env, Launch launch) {
  /** Name of the annotation. */
  public static final String ANNOTATION = "sealer.image.extension";

  public Extension {
    applications = List.copyOf(applications);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  /** Names of applications (LAUNCH) or raw commands (CMDS, CMD); not both. */
  public record Launch(List<String> apps, List<String> cmds) {
    /** Starts nothing. */
    public static final Launch NOTHING = new Launch(List.of(), List.of());

    public Launch {
      apps = List.copyOf(apps);
      cmds = List.copyOf(cmds);
    }
  }
}
