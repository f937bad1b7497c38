package io.sealer.build.kubefile;

import io.sealer.oci.Reference;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What instructions demand of their neighbours: FROM first, LAUNCH and CMDS once and last,
 * applications before what speaks of them.
 */
final class Order {
  private Order() {}

  /**
   * Looks at all instructions.
   *
   * @param started whether a FROM is there already, although not among the instructions
   */
  static void check(List<Instruction> instructions, boolean started, List<Problem> problems) {
    checkFrom(instructions, started, problems);
    checkLaunch(instructions, problems);
    checkStages(instructions, problems);
  }

  private static void checkFrom(
      List<Instruction> instructions, boolean already, List<Problem> problems) {
    boolean started = already;
    for (Instruction instruction : instructions) {
      started |= instruction instanceof Instruction.From;
      if (!started && !(instruction instanceof Instruction.Arg)) {
        problems.add(
            new Problem(
                instruction.at(), "FROM must come first", "begin with FROM IMAGE or FROM scratch"));
        break;
      }
    }
    if (!started && problems.isEmpty()) {
      problems.add(
          new Problem(
              new Position(1, 1), "there is no FROM", "begin with FROM IMAGE or FROM scratch"));
    }
  }

  private static void checkLaunch(List<Instruction> instructions, List<Problem> problems) {
    boolean launched = false;
    boolean cmd = false;
    for (Instruction instruction : instructions) {
      boolean launches =
          instruction instanceof Instruction.Launch || instruction instanceof Instruction.Cmds;
      cmd |= instruction instanceof Instruction.Cmd;
      if (launches && launched) {
        problems.add(
            new Problem(
                instruction.at(),
                "LAUNCH or CMDS stands here a second time",
                "keep one of them, as the last instruction"));
      } else if (launched) {
        problems.add(
            new Problem(
                instruction.at(),
                "nothing may follow LAUNCH or CMDS",
                "move LAUNCH or CMDS to the end"));
      }
      if (launches && cmd) {
        problems.add(
            new Problem(
                instruction.at(),
                "CMD and " + word(instruction) + " exclude each other",
                "put the commands into CMDS"));
      }
      launched |= launches;
    }
  }

  private static String word(Instruction instruction) {
    return instruction instanceof Instruction.Launch ? "LAUNCH" : "CMDS";
  }

  private static void checkStages(List<Instruction> instructions, List<Problem> problems) {
    Set<String> stages = new HashSet<>();
    int count = 0;
    for (Instruction instruction : instructions) {
      switch (instruction) {
        case Instruction.From from -> {
          checkImage(from, from.image(), stages, problems);
          stages.add(String.valueOf(count++));
        }
        case Instruction.Copy copy ->
            copy.from().ifPresent(image -> checkImage(copy, image, stages, problems));
        default -> {}
      }
      if (instruction instanceof Instruction.From from
          && from.name().isPresent()
          && !stages.add(from.name().get())) {
        problems.add(
            new Problem(
                from.at(),
                "two stages are called '" + from.name().get() + "'",
                "give each stage its own name"));
      }
    }
  }

  /** What is no stage is an image, and its name can be judged before anything is built. */
  private static void checkImage(
      Instruction instruction, String image, Set<String> stages, List<Problem> problems) {
    boolean isKnown = image.equals("scratch") || stages.contains(image.toLowerCase(Locale.ROOT));
    if (isKnown || image.indexOf('$') >= 0) {
      return;
    }
    try {
      Reference.parse(image);
    } catch (IllegalArgumentException e) {
      problems.add(
          new Problem(
              instruction.at(),
              String.valueOf(e.getMessage()),
              "write a name such as registry.example.com/kubernetes:v1.20.2"));
    }
  }
}
