package io.sealer.build.kubefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every Kubefile: of the grammar, and of any text at all. */
class KubefilePropertyTest {
  @Test
  void every_kubefile_of_the_grammar_is_read_and_reads_back_the_same_when_printed()
      throws Exception {
    for (int seed = 0; seed < 4_000; seed++) {
      String text = new Grammar(new Random(seed)).kubefile();
      Kubefile once = Kubefile.parse("seed " + seed, text);
      String printed = once.print();
      Kubefile twice = Kubefile.parse("printed, seed " + seed, printed);
      assertThat(tree(twice)).as(text + "\nprinted as\n" + printed).isEqualTo(tree(once));
      assertThat(twice.print()).isEqualTo(printed);
    }
  }

  @Test
  void no_text_crashes_the_parser() {
    var random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(Grammar.PIECES.get(random.nextInt(Grammar.PIECES.size())));
      }
      parsed(text.toString())
          .ifPresent(kubefile -> assertThat(kubefile.instructions()).isNotEmpty());
    }
  }

  @Test
  void no_damage_to_a_good_kubefile_crashes_the_parser() throws Exception {
    for (int seed = 0; seed < 4_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(new Grammar(random).kubefile());
      for (int i = random.nextInt(6); i >= 0; i--) {
        damage(text, random);
      }
      Optional<Kubefile> once = parsed(text.toString());
      if (once.isPresent()) {
        String printed = once.get().print();
        assertThat(parsed(printed).map(KubefilePropertyTest::tree))
            .as(text + "\nprinted as\n" + printed)
            .contains(tree(once.get()));
      }
    }
  }

  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() + 1);
    switch (random.nextInt(3)) {
      case 0 -> text.delete(at, Math.min(text.length(), at + random.nextInt(5)));
      case 1 -> text.insert(at, (char) random.nextInt(0x250));
      default -> text.insert(at, Grammar.PIECES.get(random.nextInt(Grammar.PIECES.size())));
    }
  }

  private static Optional<Kubefile> parsed(String text) {
    try {
      return Optional.of(Kubefile.parse("Kubefile", text));
    } catch (KubefileException e) {
      assertThat(e.problems()).isNotEmpty();
      return Optional.empty();
    }
  }

  /** The instructions' fields without where they stand and how they were written. */
  private static List<List<Object>> tree(Kubefile kubefile) {
    return kubefile.instructions().stream().map(KubefilePropertyTest::fields).toList();
  }

  private static List<Object> fields(Instruction instruction) {
    var fields = new ArrayList<Object>();
    fields.add(instruction.getClass());
    for (RecordComponent component : instruction.getClass().getRecordComponents()) {
      if (!component.getName().equals("at") && !component.getName().equals("text")) {
        try {
          component.getAccessor().setAccessible(true);
          fields.add(component.getAccessor().invoke(instruction));
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      }
    }
    return fields;
  }
}
