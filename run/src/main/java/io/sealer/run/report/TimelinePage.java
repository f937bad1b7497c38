package io.sealer.run.report;

import io.sealer.run.report.RunRecorder.Outcome;
import io.sealer.run.report.RunRecorder.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A run as one HTML page that needs nothing else: a row for each host, a bar for each step, the
 * steps that the length of the run is made of in bold, and a table.
 */
public final class TimelinePage {
  private static final int BAR = 20;
  private static final String STYLE =
      """
      body{font:14px/1.4 system-ui,sans-serif;margin:2em;color:#222;background:#fff}
      h1{font-size:20px} .host{display:flex;border-top:1px solid #ddd}
      .name{width:13em;flex:none;padding:4px 0;font-weight:600}
      .lanes{position:relative;flex:1;overflow:hidden}
      .bar{position:absolute;height:16px;border-radius:3px;background:#8fb8de;font-size:11px;line-height:16px;
        overflow:hidden;white-space:nowrap;padding:0 3px;box-sizing:border-box}
      .failed{background:#e07a6e} .running{background:#e8d174} .critical{outline:2px solid #1d4e89;outline-offset:-2px;font-weight:700}
      table{border-collapse:collapse;margin-top:2em} td,th{padding:2px 10px;text-align:left;border-top:1px solid #eee}
      td.number{text-align:right;font-variant-numeric:tabular-nums}
      @media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}.bar{color:#111}.host,td,th{border-color:#444}}
      """;

  private final StringBuilder html = new StringBuilder();
  private final List<Recorded> steps;
  private final Set<String> critical;
  private final Instant first;
  private final double whole;

  private TimelinePage(RunRecorder run) {
    this.steps = run.steps();
    this.critical = Set.copyOf(run.criticalPath());
    this.first = steps.isEmpty() ? Instant.EPOCH : steps.getFirst().start();
    Instant last = steps.stream().map(Recorded::end).max(Comparator.naturalOrder()).orElse(first);
    this.whole = Math.max(1, Duration.between(first, last).toMillis());
  }

  /**
   * The page.
   *
   * @param title its heading, in plain text
   */
  public static String text(String title, RunRecorder run) {
    var page = new TimelinePage(run);
    page.head(title);
    page.hosts();
    page.table();
    page.html.append("</body></html>\n");
    return page.html.toString();
  }

  private void head(String title) {
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(escaped(title))
        .append("</h1><p>")
        .append(
            escaped(
                "%d steps in %.1f s, begun %s; outlined in bold: the chain that the time is made of"
                    .formatted(steps.size(), whole / 1000, first)))
        .append("</p>\n");
  }

  private void hosts() {
    var lanes = new Lanes();
    Map<String, StringBuilder> rows = new LinkedHashMap<>();
    for (Recorded step : steps) {
      rows.computeIfAbsent(step.step().host(), _ -> new StringBuilder())
          .append(bar(step, lanes.of(step)));
    }
    rows.forEach(
        (host, bars) ->
            html.append("<div class=\"host\"><div class=\"name\">")
                .append(escaped(host))
                .append("</div><div class=\"lanes\" style=\"height:")
                .append(lanes.count(host) * BAR + 6)
                .append("px\">")
                .append(bars)
                .append("</div></div>\n"));
  }

  private String bar(Recorded step, int lane) {
    double left = Duration.between(first, step.start()).toMillis() * 100 / whole;
    double width = Math.max(0.2, step.took().toMillis() * 100 / whole);
    String title =
        "%s: %s\n%.1f s%s%s%s"
            .formatted(
                step.step().host(),
                step.step().action(),
                seconds(step),
                step.bytes() > 0 ? ", %.1f MB".formatted(step.bytes() / 1e6) : "",
                step.reason().isEmpty() ? "" : "\nbecause " + step.reason(),
                step.problem().isEmpty() ? "" : "\nfailed: " + step.problem());
    return String.format(
        Locale.ROOT,
        "<div class=\"bar %s\" style=\"left:%.3f%%;width:%.3f%%;top:%dpx\" title=\"%s\">%s</div>",
        classes(step),
        left,
        width,
        lane * BAR + 4,
        escaped(title),
        escaped(step.step().name()));
  }

  private String classes(Recorded step) {
    String state =
        switch (step.outcome()) {
          case DONE -> "done";
          case FAILED -> "failed";
          case RUNNING -> "running";
        };
    return critical.contains(step.step().id()) ? state + " critical" : state;
  }

  private static double seconds(Recorded step) {
    return step.took().toMillis() / 1000.0;
  }

  private void table() {
    html.append(
        "<table><tr><th>host</th><th>step</th><th>action</th><th>start s</th><th>took s</th>"
            + "<th>MB</th><th>why</th></tr>\n");
    for (Recorded step : steps) {
      String why = step.outcome() == Outcome.FAILED ? "failed: " + step.problem() : step.reason();
      html.append("<tr>");
      cell("", step.step().host());
      cell("", step.step().name());
      cell("", step.step().action());
      cell("number", number(Duration.between(first, step.start()).toMillis() / 1000.0));
      cell("number", number(seconds(step)));
      cell("number", step.bytes() > 0 ? number(step.bytes() / 1e6) : "");
      cell("", why);
      html.append("</tr>\n");
    }
    html.append("</table>\n");
  }

  private void cell(String kind, String text) {
    html.append(kind.isEmpty() ? "<td>" : "<td class=\"" + kind + "\">")
        .append(escaped(text))
        .append("</td>");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
