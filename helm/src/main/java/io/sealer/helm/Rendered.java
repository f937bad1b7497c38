package io.sealer.helm;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the engine renders of a {@link ChartCopy}: hooks get their name back, tests go. */
final class Rendered {
  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---\\s*$");
  private static final Pattern HOOK =
      Pattern.compile(
          "(?m)^\\s*[\"']?" + Pattern.quote(ChartCopy.HOOK) + "[\"']?\\s*:\\s*[\"']?([a-z, -]+)");
  private static final Set<String> TESTS = Set.of("test", "test-success", "test-failure");

  private Rendered() {}

  static String ordinary(String manifests) {
    return Arrays.stream(DOCUMENTS.split(manifests))
        .filter(document -> !document.isBlank() && !isTest(document))
        .map(document -> document.strip().replace(ChartCopy.HOOK, "helm.sh/hook"))
        .collect(Collectors.joining("\n---\n", "---\n", "\n"));
  }

  private static boolean isTest(String document) {
    Matcher hook = HOOK.matcher(document);
    if (!hook.find()) {
      return false;
    }
    List<String> events = List.of(hook.group(1).split("[, ]+"));
    return events.stream().allMatch(TESTS::contains);
  }
}
