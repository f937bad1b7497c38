package io.sealer.node.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** What the kernel has a part in of {@link BalancerIT}, on one with IPVS: in a virtual machine. */
class IpvsIT {
  private static final Path MACHINE = Path.of("../images/machine/run").toAbsolutePath().normalize();
  private static final String MODULES =
      "java.compiler,java.logging,java.management,java.naming,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported";

  @TestFactory
  Stream<DynamicTest> everything_about_the_balancer_holds_with_ipvs() throws Exception {
    String output = runInside(BalancerIT.class);
    List<String> names =
        Arrays.stream(BalancerIT.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Tag.class))
            .map(Method::getName)
            .toList();
    assertThat(names).hasSize(4);
    return names.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(output).contains(InsideMachine.MARK + name + "() SUCCESSFUL")));
  }

  private static String runInside(Class<?> tests) throws Exception {
    Path runtime = runtime();
    List<String> classPath = classPath();
    var words = new ArrayList<>(List.of(MACHINE.toString()));
    for (String path : classPath) {
      words.addAll(List.of("--copy", path));
    }
    for (String program : List.of("/usr/sbin/ip", "/usr/sbin/ipvsadm", runtime.toString())) {
      words.addAll(List.of("--copy", program));
    }
    words.addAll(
        List.of(
            "--",
            runtime.resolve("bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsealer.rules=" + KernelRules.IPVS,
            "-Dsealer.slowness=6",
            "-cp",
            String.join(File.pathSeparator, classPath),
            InsideMachine.class.getName(),
            tests.getName(),
            BalancerIT.OF_KERNEL));
    return command(words);
  }

  /** A small Java, without what only developers need; its archive of classes spares minutes. */
  private static Path runtime() throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Path made = Path.of("target/machine-runtime").toAbsolutePath();
    Path archive = made.resolve("lib/server/classes.jsa");
    if (!Files.exists(made)) {
      String jlink = home.resolve("bin/jlink").toString();
      command(
          List.of(jlink, "--add-modules", MODULES, "--strip-debug", "--output", made.toString()));
    }
    if (!Files.exists(archive)) {
      command(List.of(made.resolve("bin/java").toString(), "-XX:+UseSerialGC", "-Xshare:dump"));
    }
    return made;
  }

  private static List<String> classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(path -> Files.exists(Path.of(path)))
        .toList();
  }

  private static String command(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new StringBuilder();
    try (var reader = process.inputReader(UTF_8)) {
      reader
          .lines()
          .peek(System.out::println) // what happens can be followed
          .forEach(line -> output.append(line).append('\n'));
    }
    assertThat(process.waitFor()).as("%s%n%s", words.getFirst(), output).isZero();
    return output.toString();
  }
}
