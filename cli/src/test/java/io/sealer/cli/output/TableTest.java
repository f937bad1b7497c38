package io.sealer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    var table = new Table("NAME", "SIZE");
    table.row("shop:1.0", "3 kB");
    table.row("a", "");
    assertThat(table.lines()).containsExactly("NAME      SIZE", "shop:1.0  3 kB", "a");
  }

  @Test
  void a_row_with_a_missing_cell_is_refused() {
    var table = new Table("NAME", "SIZE");
    assertThatThrownBy(() -> table.row("only one")).hasMessageContaining("1 cells in a table of 2");
  }
}
