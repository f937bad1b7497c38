package io.sealer.run.apps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.NamesTable;
import io.sealer.node.api.NodeCommands;
import io.sealer.oci.Digest;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.steps.Scripts;
import java.util.List;

/**
 * Lets a host forget versions of an application image that a newer one has replaced: names, and
 * content that no other image needs.
 *
 * @param images their digests
 */
public record ForgetVersions(List<Digest> images) implements Asking {
  private static final String PINS = AgentPaths.STORE + "/pins/";

  private static final String KNOWN =
      """
      for names in "$@"; do [ ! -e "$names" ] || echo "$names"; done
      """;

  private static final String CHECK =
      """
      for names in "$@"; do
        [ ! -e "$names" ] || { echo "a newer version has replaced it"; exit 0; }
      done
      """;

  public ForgetVersions {
    images = List.copyOf(images);
  }

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, names());
  }

  @Override
  public void run(StepContext at) throws HostException {
    List<String> known = Scripts.run(at, "look for versions", KNOWN, names()).lines();
    for (Digest image : images) {
      if (known.contains(names(image))) {
        List<String> forget = NodeCommands.defaults().forget(image);
        at.session().run(Command.of(forget).named("sealer-node forget"));
      }
    }
  }

  private String[] names() {
    return images.stream().map(ForgetVersions::names).toArray(String[]::new);
  }

  /** The file that keeps names and content of an image on a host. */
  private static String names(Digest image) {
    return PINS + NamesTable.pin(image) + ".json";
  }
}
