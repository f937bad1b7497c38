package io.sealer.build.kubefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
        ADD --checksum=sha256:%s https://example.com/x.tar.gz .
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
        """
            .formatted("0".repeat(64));
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
  void a_file_that_is_no_text_is_told_with_its_place() {
    byte[] latin = "FROM scratch\nLABEL a=gr\u00fc\u00df\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Kubefile.parse("Kubefile", latin))
        .isInstanceOf(KubefileException.class)
        .hasMessageContaining("Kubefile:2:11: this is not UTF-8 text");
    byte[] first = {(byte) 0xff};
    assertThatThrownBy(() -> Kubefile.parse("Kubefile", first)).hasMessageContaining(":1:1:");
    assertThatThrownBy(() -> Kubefile.parse("Kubefile", new byte[Kubefile.MOST_BYTES + 1]))
        .hasMessageContaining("larger than 1 MiB");
  }

  @Test
  void names_of_images_are_judged_before_anything_is_built() throws KubefileException {
    assertThatThrownBy(
            () ->
                Kubefile.parse(
                    "Kubefile",
                    "FROM Example/Base:1 AS x\nFROM x\nCOPY --from=X a b\nCOPY --from=0 a b\nCOPY --from=A/B a b\n"))
        .isInstanceOfSatisfying(
            KubefileException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.at().line())
                    .containsExactly(1, 5))
        .hasMessageContaining("upper-case");
    assertThat(Kubefile.parse("Kubefile", "ARG B\nFROM $B/X\n").instructions()).hasSize(2);
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
  void values_are_judged_where_they_stand() {
    String text =
        """
        FROM --platform=amd64 scratch
        COPY --chmod=rwx --chown=me a b
        ADD --checksum=sha256:12 https://example.com/x .
        ADD --checksum=sha256:%s local .
        COPY --chmod=755 --chmod=644 a b
        COPY --from=x https://example.com/y .
        COPY <<EOF
        EOF
        KUBEVERSION about 1.20
        KUBEVERSION $RANGE
        """
            .formatted("a".repeat(64));
    var error =
        catchThrowableOfType(KubefileException.class, () -> Kubefile.parse("Kubefile", text));
    assertThat(error.problems())
        .extracting(problem -> problem.at() + " " + problem.message())
        .containsExactly(
            "1:6 'amd64' is not a platform",
            "2:6 --chmod takes octal digits such as 755, got 'rwx'",
            "2:18 --chown=me is not possible: files of an image belong to root",
            "3:5 'sha256:12' is not a checksum",
            "4:5 --checksum is for a source that begins with http or https",
            "5:18 flag --chmod stands here twice",
            "6:6 --from takes files of an image or stage, not of the web",
            "7:6 COPY takes one or more sources and a target",
            "9:13 'about' in 'about 1.20' is not a comparison like >=1.19 or 1.20.x");
  }

  @Test
  void here_documents_are_files_for_copy() throws KubefileException {
    assertThatThrownBy(() -> Kubefile.parse("Kubefile", "FROM scratch\nCOPY <<B dir/\nx\n"))
        .hasMessageContaining("Kubefile:2:1: the here-document B has no end");
    var kubefile =
        Kubefile.parse(
            "Kubefile",
            "FROM scratch\nCOPY <<a.txt <<-'B' x dir/\none $V\na.txt\n\ttwo $V\n\tB\nLABEL a=b\n");
    assertThat(kubefile.instructions().get(1))
        .isInstanceOfSatisfying(
            Instruction.Copy.class,
            copy -> {
              assertThat(copy.sources()).containsExactly("x");
              assertThat(copy.documents())
                  .containsExactly(
                      new Instruction.Copy.Document("a.txt", "one $V\n", true),
                      new Instruction.Copy.Document("B", "two $V\n", false));
              assertThat(copy.target()).isEqualTo("dir/");
            });
    assertThat(kubefile.instructions()).hasSize(3);
  }

  @Test
  void what_only_looks_like_a_here_document_is_none() throws KubefileException {
    var kubefile =
        Kubefile.parse(
            "Kubefile",
            "FROM scratch\nRUN echo 'a <<EOF b'; echo $((1<<X)); bash -c 'cat <<<word'\nLABEL a=b\n");
    assertThat(kubefile.instructions()).hasSize(3);
  }

  @Test
  void cmd_takes_text_or_one_command_as_json() throws KubefileException {
    List<Instruction> instructions =
        Kubefile.parse(
                "Kubefile",
                "FROM scratch\nCMD kubectl apply -f a && true\nCMD [\"echo\", \"it's\", \"$HOME\"]\n")
            .instructions();
    assertThat(instructions.subList(1, 3))
        .extracting(cmd -> ((Instruction.Cmd) cmd).cmd())
        .containsExactly("kubectl apply -f a && true", "echo 'it'\\''s' '$HOME'");
  }
}
