package io.sealer.run.files;

import io.sealer.oci.image.Application;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.Extension;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.clusterfile.ApplicationObject;
import io.sealer.run.clusterfile.ApplicationObject.AppConfig;
import io.sealer.run.clusterfile.ApplicationObject.AppFile;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.ConfigObject;
import io.sealer.run.config.FileEdit;
import io.sealer.run.env.Variables;
import io.sealer.run.template.Placeholders;
import io.sealer.run.template.Template;
import io.sealer.run.template.TemplateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a Clusterfile makes of an image's files (sealer-reference, 3.4, 3.5, 3.8): Configs change
 * files, templates are rendered, files of applications' configurations are laid over the result.
 * Problems are collected, not thrown. Not thread-safe.
 */
public final class HostFiles {
  private static final Pattern YAML = Pattern.compile("(?s).*\\.ya?ml");
  private static final Pattern TREES =
      Pattern.compile("(?:etc|charts|manifests|scripts|statics|plugins)/.*");
  private static final Pattern MASTERS_ONLY =
      Pattern.compile("(?:application|charts|manifests)/.*");
  private static final String TEMPLATE = ".tmpl";

  private final Clusterfile file;
  private final Extension extension;
  private final Variables variables;
  private final SortedMap<String, ImageFile> image;
  private final SortedMap<String, ImageFile> changed;
  private final Set<String> problems = new LinkedHashSet<>();
  private final List<String> warnings = new ArrayList<>();

  private HostFiles(Clusterfile file, Extension extension, SortedMap<String, ImageFile> image) {
    this.file = file;
    this.extension = extension;
    this.variables = new Variables(extension, file.cluster());
    this.image = image;
    this.changed = new TreeMap<>(image);
    file.configs().forEach(this::configure);
  }

  /** What this Clusterfile makes of these files. */
  public static HostFiles of(
      Clusterfile file, ClusterImage.Rootfs rootfs, ImageFiles files, ContentSource store)
      throws IOException {
    return new HostFiles(file, rootfs.extension(), files.of(rootfs, store));
  }

  static HostFiles of(Clusterfile file, Extension extension, SortedMap<String, ImageFile> image) {
    return new HostFiles(file, extension, image);
  }

  /** Why files cannot be made, after all overlays were asked for; empty when they can. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** What is perhaps not meant. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** What lies above the image's files on a host: for workers nothing that only masters use. */
  public Overlay on(ClusterHost host) {
    var files = new TreeMap<>(changed);
    Map<String, String> env = variables.of(host);
    changed.keySet().stream()
        .filter(path -> TREES.matcher(path).matches())
        .forEach(path -> render(path, env, files));
    extension.applications().forEach(app -> application(app, files));
    return host.isMaster()
        ? difference(files)
        : difference(files).only(path -> !MASTERS_ONLY.matcher(path).matches());
  }

  /** An application's files as they are on masters, relative to its directory. */
  public SortedMap<String, ImageFile> of(Application app) {
    var files = new TreeMap<>(changed);
    application(app, files);
    String directory = app.directory() + "/";
    var own = new TreeMap<String, ImageFile>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(directory)) {
            own.put(path.substring(directory.length()), content);
          }
        });
    return own;
  }

  private void configure(ConfigObject config) {
    config
        .appName()
        .filter(app -> extension.applications().stream().noneMatch(a -> a.name().equals(app)))
        .ifPresent(
            app ->
                problems.add(
                    "Config %s: application '%s' is not in the image"
                        .formatted(config.name(), app)));
    String what = "Config " + config.name();
    var edit = new FileEdit(what, config.target(), config.data(), config.merge(), config.process());
    boolean unread = ImageFiles.isPassedOver(config.target());
    if (unread && (config.merge() || config.process().contains("toSecret"))) {
      problems.add(what + ": files below " + config.target() + " can only be overwritten");
    } else if (!unread && !changed.containsKey(config.target())) {
      warnings.add(what + ": " + config.target() + " is not in the image; it is made");
    }
    edit(edit, changed);
  }

  private void edit(FileEdit edit, SortedMap<String, ImageFile> files) {
    Optional<ImageFile> before = Optional.ofNullable(files.get(edit.path()));
    try {
      String after = edit.apply(before.map(ImageFile::text));
      files.put(
          edit.path(), before.map(f -> f.withText(after)).orElseGet(() -> ImageFile.of(after)));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private void application(Application app, SortedMap<String, ImageFile> files) {
    Optional<AppConfig> config = config(app);
    Map<String, String> env = variables.of(app, config);
    String directory = app.directory() + "/";
    List<String> paths = files.keySet().stream().filter(p -> p.startsWith(directory)).toList();
    paths.forEach(path -> render(path, env, files));
    for (AppFile added : config.map(AppConfig::files).orElse(List.of())) {
      String path = directory + added.path();
      String what = "application " + app.name();
      edit(new FileEdit(what, path, added.data(), added.merge(), List.of()), files);
      if (path.endsWith(TEMPLATE)) {
        render(path, env, files);
      }
    }
  }

  private Optional<AppConfig> config(Application app) {
    return file.application().stream()
        .map(ApplicationObject::configs)
        .flatMap(List::stream)
        .filter(c -> c.name().equals(app.name()))
        .reduce((_, last) -> last);
  }

  private void render(String path, Map<String, String> env, SortedMap<String, ImageFile> files) {
    ImageFile source = files.get(path);
    if (source == null || isInChart(path)) {
      return;
    }
    if (!path.endsWith(TEMPLATE)) {
      placeholders(path, source, env, files);
      return;
    }
    try {
      String text = Template.parse(path, source.text()).render(env);
      String target = path.substring(0, path.length() - TEMPLATE.length());
      files.put(target, source.withText(text));
    } catch (TemplateException e) {
      problems.add(
          e.getMessage() + (String.valueOf(e.problem()).endsWith("is not set") ? hint() : ""));
    }
  }

  private static String hint() {
    return " (set it with -e or spec.env, or write {{ default \"…\" .NAME }})";
  }

  private void placeholders(
      String path, ImageFile source, Map<String, String> env, SortedMap<String, ImageFile> files) {
    if (YAML.matcher(path).matches() && source.text().contains("{{")) {
      String text = Placeholders.replace(source.text(), env);
      if (!text.equals(source.text())) {
        files.put(path, source.withText(text));
      }
    }
  }

  /** What lies in charts is Helm's; only their own top-level {@code .tmpl} files are ours. */
  private boolean isInChart(String path) {
    boolean top = path.endsWith(TEMPLATE);
    int last = top ? path.lastIndexOf('/') - 1 : path.length();
    for (int slash = path.indexOf('/');
        slash >= 0 && slash <= last;
        slash = path.indexOf('/', slash + 1)) {
      if (changed.containsKey(path.substring(0, slash) + "/Chart.yaml")) {
        return true;
      }
    }
    return path.startsWith("charts/") && !top;
  }

  private Overlay difference(Map<String, ImageFile> files) {
    var different = new TreeMap<String, ImageFile>();
    files.forEach(
        (path, content) -> {
          if (!Optional.of(content).equals(Optional.ofNullable(image.get(path)))) {
            different.put(path, content.forOwner());
          }
        });
    return new Overlay(different);
  }
}
