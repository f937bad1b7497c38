package io.sealer.run.apps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.node.api.NodeCommands;
import io.sealer.oci.Digest;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.steps.Scripts;
import java.util.List;

/**
 * Lets a host forget an application image none of whose applications runs: names, content that no
 * other image needs, files.
 *
 * @param images digests of its versions
 * @param directory of its files
 * @param key part of the names of the steps that brought it
 */
public record ForgetImage(List<Digest> images, String directory, String key) implements Asking {
  public ForgetImage {
    images = List.copyOf(images);
  }

  private static final String FILES =
      """
      rm -rf "$1"
      rm -f "/var/lib/sealer/node/steps/files-$2" "/var/lib/sealer/node/steps/images-$2"
      """;

  private static final String CHECK =
      """
      [ -e "$1" ] || [ -e "/var/lib/sealer/node/steps/images-$2" ] && echo "none of its applications is launched"
      true
      """;

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, directory, key);
  }

  @Override
  public void run(StepContext at) throws HostException {
    for (Digest image : images) {
      List<String> forget = NodeCommands.defaults().forget(image);
      at.session().run(Command.of(forget).named("sealer-node forget"));
    }
    Scripts.run(at, "remove files of the image", FILES, directory, key);
  }
}
