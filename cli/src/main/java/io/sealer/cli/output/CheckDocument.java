package io.sealer.cli.output;

import io.sealer.run.check.Finding;
import io.sealer.run.preflight.HostProblem;
import java.util.Comparator;
import java.util.List;

/**
 * What {@code sealer check} found (contract.md).
 *
 * @param ok whether nothing has level fail or warn
 * @param checks everything that was looked at
 */
public record CheckDocument(boolean ok, List<Check> checks) {
  /** One thing that was looked at. */
  public record Check(String host, String check, String level, String message, String hint) {}

  private static final String OK = "ok";

  private static CheckDocument ofChecks(List<Check> checks) {
    boolean well = checks.stream().allMatch(c -> c.level().equals(OK));
    return new CheckDocument(
        well, checks.stream().sorted(Comparator.comparing(Check::host)).toList());
  }

  /** Of a running cluster. */
  public static CheckDocument of(List<Finding> findings) {
    return ofChecks(
        findings.stream()
            .map(f -> new Check(f.host(), f.check(), f.level().text(), f.message(), f.hint()))
            .toList());
  }

  /** Of hosts before a run. */
  public static CheckDocument ofHosts(List<HostProblem> problems) {
    return ofChecks(
        problems.stream()
            .map(p -> new Check(p.host(), p.check(), level(p), p.problem(), p.hint()))
            .toList());
  }

  private static String level(HostProblem problem) {
    return problem.fatal() ? "fail" : "warn";
  }

  /** Without what is well. */
  public CheckDocument problems() {
    return new CheckDocument(ok, checks.stream().filter(c -> !c.level().equals(OK)).toList());
  }

  /** As a table for people. */
  public List<String> lines() {
    if (checks.isEmpty()) {
      return List.of("no problems");
    }
    var table = new Table("HOST", "CHECK", "LEVEL", "MESSAGE", "WHAT TO DO");
    checks.forEach(c -> table.row(c.host(), c.check(), c.level(), c.message(), c.hint()));
    return table.lines();
  }
}
