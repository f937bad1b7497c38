package io.sealer.build.kubefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KubefileTest {
  @Test
  void every_instruction_is_read() throws KubefileException {
    String text =
        """
        # a comment
        ARG BASE=kubernetes:v1.20.2
        FROM --platform=linux/arm64 $BASE AS base
        ENV A=1 B="two words"
        ENV OLD form of env
        LABEL k=v
        MAINTAINER Somebody <x@y>
        COPY --from=tools:1 a b/ dir/
        ADD --checksum=sha256:00 https://example.com/x.tar.gz .
        RUN --network=none echo one && \\
            # inside
            echo two
        RUN ["echo", "it's"]
        APP shop local://shop.yaml https://example.com/y.yaml
        APPCMDS shop ["a", "b"]
        APPENV shop K=V
        CNI calico local://calico
        KUBEVERSION >=1.20 <1.24
        LAUNCH ["shop"]
        """;
    List<Instruction> instructions = Kubefile.parse("Kubefile", text).instructions();
    assertThat(instructions).hasSize(16);
    assertThat(instructions.get(1))
        .isInstanceOfSatisfying(
            Instruction.From.class,
            from -> {
              assertThat(from.platform()).contains("linux/arm64");
              assertThat(from.image()).isEqualTo("$BASE");
              assertThat(from.name()).contains("base");
            });
    assertThat(instructions.get(2))
        .isInstanceOfSatisfying(
            Instruction.Env.class,
            env ->
                assertThat(env.pairs())
                    .containsExactly(
                        new Instruction.Pair("A", "1"),
                        new Instruction.Pair("B", "\"two words\"")));
    assertThat(instructions.get(3))
        .isInstanceOfSatisfying(
            Instruction.Env.class,
            env ->
                assertThat(env.pairs())
                    .containsExactly(new Instruction.Pair("OLD", "form of env")));
    assertThat(instructions.get(6))
        .isInstanceOfSatisfying(
            Instruction.Copy.class,
            copy -> {
              assertThat(copy.from()).contains("tools:1");
              assertThat(copy.sources()).containsExactly("a", "b/");
              assertThat(copy.target()).isEqualTo("dir/");
              assertThat(copy.unpacks()).isFalse();
            });
    assertThat(instructions.get(8))
        .isInstanceOfSatisfying(
            Instruction.Run.class,
            run -> {
              assertThat(run.script()).isEqualTo("echo one &&     echo two");
              assertThat(run.network()).contains("none");
              assertThat(run.at()).isEqualTo(new Position(10, 1));
            });
    assertThat(instructions.get(9))
        .isInstanceOfSatisfying(
            Instruction.Run.class, run -> assertThat(run.script()).isEqualTo("'echo' 'it'\\''s'"));
    assertThat(instructions.get(15))
        .isInstanceOfSatisfying(
            Instruction.Launch.class, launch -> assertThat(launch.apps()).containsExactly("shop"));
  }

  @Test
  void a_here_document_is_a_script() throws KubefileException {
    var kubefile =
        Kubefile.parse(
            "Kubefile", "FROM scratch\nRUN <<EOF\nset -x\n# kept\necho 'a b'\nEOF\nLABEL a=b\n");
    assertThat(kubefile.instructions()).hasSize(3);
    assertThat(((Instruction.Run) kubefile.instructions().get(1)).script())
        .isEqualTo("set -x\n# kept\necho 'a b'\n");
  }

  @Test
  void the_summary_folds_continuation_lines_and_the_script_does_not() throws KubefileException {
    Instruction run =
        Kubefile.parse("Kubefile", "FROM scratch\nRUN echo 'a  b' \\\n      c\n")
            .instructions()
            .get(1);
    assertThat(run.summary()).isEqualTo("RUN echo 'a b' c");
    assertThat(((Instruction.Run) run).script()).isEqualTo("echo 'a  b'       c");
  }

  @Test
  void the_escape_directive_changes_continuation() throws KubefileException {
    var kubefile = Kubefile.parse("Kubefile", "# escape=`\nFROM scratch\nRUN a `\n  b\\\n");
    assertThat(((Instruction.Run) kubefile.instructions().get(1)).script()).isEqualTo("a   b\\");
  }

  @Test
  void all_problems_are_told_at_once_with_line_and_caret() {
    String text =
        "FROM scratch\nCOYP a b\nENV novalue\nAPP shop shop.yaml\nCOPY --form=x a b\nLAUNCH [\"shop\"]\nRUN late\n";
    var error =
        catchThrowableOfType(KubefileException.class, () -> Kubefile.parse("Kubefile", text));
    assertThat(error.problems()).hasSize(5);
    assertThat(error)
        .hasMessageContaining(
            "Kubefile:2:1: unknown instruction 'COYP'\n  COYP a b\n  ^\n  hint: did you mean COPY?")
        .hasMessageContaining("Kubefile:3:5: 'novalue' is not K=V")
        .hasMessageContaining(
            "Kubefile:4:10: 'shop.yaml' is not a source of an application\n  APP shop shop.yaml\n           ^")
        .hasMessageContaining("unknown flag '--form'")
        .hasMessageContaining("did you mean --from?")
        .hasMessageContaining("Kubefile:7:1: nothing may follow LAUNCH or CMDS");
  }

  @Test
  void a_file_without_from_is_refused() {
    assertThatThrownBy(() -> Kubefile.parse("Kubefile", ""))
        .hasMessageContaining("there is no FROM");
    assertThatThrownBy(() -> Kubefile.parse("Kubefile", "COPY a b\n"))
        .hasMessageContaining("FROM must come first");
  }

  @Test
  void what_is_printed_reads_back_the_same() throws KubefileException {
    String text =
        "# escape=`\nARG V=1\nfrom scratch\nENV A=\"b c\" D=$V\nRUN <<X\nline one\n  line two\nX\nRUN a `\n b\nCMDS [\"x\", \"y z\"]\n";
    Kubefile once = Kubefile.parse("Kubefile", text);
    Kubefile twice = Kubefile.parse("Kubefile", once.print());
    assertThat(twice.print()).isEqualTo(once.print());
    assertThat(twice.instructions()).hasSameSizeAs(once.instructions());
  }

  @Test
  void no_text_crashes_the_parser() {
    var random = new Random(42);
    String[] pieces = {
      "FROM ",
      "RUN ",
      "COPY ",
      "APP ",
      "APPCMDS ",
      "LAUNCH ",
      "[\"",
      "\"]",
      "<<E\n",
      "E\n",
      "\\\n",
      "\n",
      "--from=",
      "${",
      "}",
      "'",
      "\"",
      "é",
      "\u0000",
      " ",
      "#",
      "a=b",
      "\t"
    };
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      parsed(text.toString())
          .ifPresent(kubefile -> assertThat(kubefile.instructions()).isNotEmpty());
    }
  }

  @Test
  void every_kubefile_that_is_printed_reads_back_the_same() {
    var random = new Random(7);
    String[] words = {
      "a",
      "b=c",
      "'d e'",
      "\"f g\"",
      "$X",
      "${Y:-z}",
      "\\$",
      "[\"h\", \"i\"]",
      "--from=j",
      "local://k",
      "https://l/m",
      "<<E",
      "#n",
      "\t",
      "`",
      "\\\n  ",
      "é",
      "--network=none",
      "shop",
      "&&",
      ">=1.20"
    };
    String[] keywords = {
      "ARG",
      "ENV",
      "LABEL",
      "MAINTAINER",
      "COPY",
      "ADD",
      "RUN",
      "APP",
      "APPCMDS",
      "APPENV",
      "CNI",
      "CSI",
      "LAUNCH",
      "CMDS",
      "CMD",
      "KUBEVERSION",
      "run",
      "Copy"
    };
    int compared = 0;
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(random.nextInt(10) == 0 ? "# escape=`\n" : "");
      text.append("FROM scratch\n");
      for (int line = random.nextInt(3); line >= 0; line--) {
        text.append(keywords[random.nextInt(keywords.length)]);
        for (int i = random.nextInt(5); i >= 0; i--) {
          text.append(' ').append(words[random.nextInt(words.length)]);
        }
        text.append(random.nextInt(4) == 0 ? "\nscript line \\\n  more\nE\n" : "\n");
      }
      Optional<Kubefile> once = parsed(text.toString());
      if (once.isPresent()) {
        compared++;
        String printed = once.get().print();
        assertThat(parsed(printed).map(KubefileTest::withoutPlaces))
            .as(text + "\nprinted as\n" + printed)
            .contains(withoutPlaces(once.get()));
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  /** The instructions' fields without where they stand and how they were written. */
  private static List<String> withoutPlaces(Kubefile kubefile) {
    return kubefile.instructions().stream()
        .map(i -> i.toString().replace(i.at().toString(), "").replace(i.text(), ""))
        .map(i -> i.replaceFirst("text=.*?, (?=[a-z]+=|pairs)", ""))
        .toList();
  }

  private static Optional<Kubefile> parsed(String text) {
    try {
      return Optional.of(Kubefile.parse("Kubefile", text));
    } catch (KubefileException e) {
      assertThat(e.problems()).isNotEmpty();
      return Optional.empty();
    }
  }
}
