package io.sealer.node.balancer;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A program that runs the tests of one class that have a tag, and prints a line for each: its name
 * and the end.
 */
public final class InsideMachine {
  static final String MARK = "inside-machine: ";

  private InsideMachine() {}

  public static void main(String[] args) {
    var tests =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(args[0]))
            .filters(TagFilter.includeTags(args[1]))
            .build();
    LauncherFactory.create()
        .execute(
            tests,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(Throwable::printStackTrace);
                if (test.isTest()) {
                  System.out.println(MARK + test.getDisplayName() + " " + result.getStatus());
                }
              }
            });
  }
}
