import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives classes of the time before Java 6, in a directory, the format of Java 8: the ahead-of-time
 * cache takes no older ones, and every start would read and check them one by one. What they do
 * stays the same; they only get the stack maps that newer classes have (JVMS 4.7.4).
 */
void main(String[] arguments) throws IOException {
  Path root = Path.of(arguments[0]);
  var hierarchy =
      ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> open(root, type))
          .orElse(ClassHierarchyResolver.defaultResolver());
  var format =
      ClassFile.of(
          StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
  List<Path> classes;
  try (Stream<Path> files = Files.walk(root)) {
    classes = files.filter(file -> file.toString().endsWith(".class")).toList();
  }
  for (Path file : classes) {
    var old = format.parse(file);
    if (old.majorVersion() < ClassFile.JAVA_6_VERSION) {
      Files.write(file, format.transformClass(old, newer()));
    }
  }
}

ClassTransform newer() {
  ClassTransform version =
      (builder, element) -> {
        if (element instanceof ClassFileVersion) {
          builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
        } else {
          builder.with(element);
        }
      };
  // Code that is handed on as it is would get no stack maps.
  return version.andThen(
      ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element)));
}

InputStream open(Path root, ClassDesc type) {
  Path file = root.resolve(type.descriptorString().replaceAll("^L|;$", "") + ".class");
  try {
    return Files.exists(file) ? new ByteArrayInputStream(Files.readAllBytes(file)) : null;
  } catch (IOException e) {
    throw new UncheckedIOException(e);
  }
}
