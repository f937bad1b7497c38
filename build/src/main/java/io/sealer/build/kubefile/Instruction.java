package io.sealer.build.kubefile;

import java.util.List;
import java.util.Optional;

/** One instruction, as written: variables are not replaced yet (see {@link Variables}). */
public sealed interface Instruction {
  /** Where it starts. */
  Position at();

  /** The whole instruction on one line, as written. */
  String text();

  /** The text for people: the indentation of continuation lines folded into one blank. */
  default String summary() {
    return text().replaceAll("\\s{2,}", " ");
  }

  /** A key and its value, quotes and variables as written. */
  record Pair(String key, String value) {}

  /** {@code FROM [--platform=P] IMAGE [AS NAME]}. */
  record From(
      Position at, String text, Optional<String> platform, String image, Optional<String> name)
      implements Instruction {}

  /** {@code ARG NAME[=DEFAULT]…}. */
  record Arg(Position at, String text, List<Variable> variables) implements Instruction {
    /** A build argument and its default. */
    public record Variable(String name, Optional<String> value) {}
  }

  /** {@code ENV K=V…} or {@code ENV K V}. */
  record Env(Position at, String text, List<Pair> pairs) implements Instruction {}

  /** {@code LABEL K=V…}. */
  record Label(Position at, String text, List<Pair> pairs) implements Instruction {}

  /** {@code MAINTAINER NAME}. */
  record Maintainer(Position at, String text, String name) implements Instruction {}

  /**
   * {@code COPY} or {@code ADD}.
   *
   * @param from image or stage to copy from; empty means the build context
   * @param checksum of a remote source
   * @param documents files whose content stands in the Kubefile
   * @param unpacks whether local archives are unpacked (ADD)
   */
  record Copy(
      Position at,
      String text,
      Optional<String> from,
      Optional<String> chmod,
      Optional<String> checksum,
      List<String> sources,
      List<Document> documents,
      String target,
      boolean unpacks)
      implements Instruction {
    /**
     * A here-document.
     *
     * @param name its delimiter, and its name when the target is a directory
     * @param expands whether variables in it are replaced: not when the delimiter was quoted
     */
    public record Document(String name, String content, boolean expands) {}
  }

  /**
   * {@code RUN}.
   *
   * @param network empty or {@code none}
   * @param script for a shell; an exec form is quoted into one
   */
  record Run(Position at, String text, Optional<String> network, String script)
      implements Instruction {}

  /** {@code APP}, {@code CNI} or {@code CSI}: an application and its sources. */
  record App(Position at, String text, Role role, String name, List<String> sources)
      implements Instruction {
    /** What the application is to the cluster; CNI and CSI also set a label. */
    public enum Role {
      APP,
      CNI,
      CSI
    }
  }

  /** {@code APPCMDS NAME ["…"]}. */
  record AppCmds(Position at, String text, String name, List<String> cmds) implements Instruction {}

  /** {@code APPENV NAME K=V…}. */
  record AppEnv(Position at, String text, String name, List<Pair> pairs) implements Instruction {}

  /** {@code LAUNCH ["app", …]}. */
  record Launch(Position at, String text, List<String> apps) implements Instruction {}

  /** {@code CMDS ["…"]}. */
  record Cmds(Position at, String text, List<String> cmds) implements Instruction {}

  /** {@code CMD TEXT}, the old way; several add up. */
  record Cmd(Position at, String text, String cmd) implements Instruction {}

  /** {@code KUBEVERSION CONSTRAINT}. */
  record KubeVersion(Position at, String text, String constraint) implements Instruction {}
}
