package io.sealer.cli;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between rooms, as architecture.md draws them. */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read_all_rooms() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.sealer");
  }

  @Test
  void rooms_use_only_the_rooms_below_them() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("linux")
        .definedBy("io.sealer.linux..")
        .layer("host")
        .definedBy("io.sealer.host..")
        .layer("oci")
        .definedBy("io.sealer.oci..")
        .layer("helm")
        .definedBy("io.sealer.helm..")
        .layer("share")
        .definedBy("io.sealer.share..")
        .layer("build")
        .definedBy("io.sealer.build..")
        .layer("node")
        .definedBy("io.sealer.node..")
        .layer("run")
        .definedBy("io.sealer.run..")
        .layer("cli")
        .definedBy("io.sealer.cli..")
        .whereLayer("linux")
        .mayNotAccessAnyLayer()
        .whereLayer("host")
        .mayNotAccessAnyLayer()
        .whereLayer("oci")
        .mayNotAccessAnyLayer()
        .whereLayer("helm")
        .mayOnlyAccessLayers("oci")
        .whereLayer("share")
        .mayOnlyAccessLayers("oci")
        .whereLayer("build")
        .mayOnlyAccessLayers("oci", "helm", "linux")
        .whereLayer("node")
        .mayOnlyAccessLayers("oci", "share", "linux")
        .whereLayer("run")
        .mayOnlyAccessLayers("host", "oci", "helm", "node", "linux")
        .check(classes);
  }

  @Test
  void packages_do_not_depend_on_each_other_in_circles() {
    slices().matching("io.sealer.(**)").should().beFreeOfCycles().check(classes);
  }
}
