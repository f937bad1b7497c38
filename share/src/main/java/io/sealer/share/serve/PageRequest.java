package io.sealer.share.serve;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which part of a list is wanted (distribution-spec 1.1, "Listing Tags").
 *
 * @param most names, 0 for none
 * @param after the last name that the client has; need not exist
 */
public record PageRequest(int most, Optional<String> after) {
  /** The lexical order of the specification: whatever the case, then by it. */
  public static final Comparator<String> ORDER =
      String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

  /**
   * Part of a list.
   *
   * @param names in {@link #ORDER}
   * @param more whether others follow
   */
  public record Page(List<String> names, boolean more) {
    public Page {
      names = List.copyOf(names);
    }
  }

  /** The part of these names; all are looked at. */
  public Page of(Stream<String> all) {
    List<String> rest =
        all.filter(name -> after.isEmpty() || ORDER.compare(name, after.get()) > 0)
            .sorted(ORDER)
            .toList();
    return rest.size() <= most ? new Page(rest, false) : new Page(rest.subList(0, most), most > 0);
  }
}
