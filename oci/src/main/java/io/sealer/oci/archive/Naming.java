package io.sealer.oci.archive;

import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import io.sealer.oci.archive.ImageArchive.Loaded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Gives the images of an archive their names: their own, or what the user says. */
final class Naming {
  private Naming() {}

  /**
   * Names the images.
   *
   * @param given a full name for the only image, or a name without tag that is put before the tags
   *     of all
   */
  static List<Loaded> apply(List<Entry> entries, Optional<String> given) throws OciException {
    List<Loaded> named = given.isPresent() ? renamed(entries, given.get()) : own(entries);
    if (named.isEmpty()) {
      throw nameless(entries);
    }
    return named;
  }

  private static List<Loaded> own(List<Entry> entries) {
    var named = new ArrayList<Loaded>();
    for (Entry entry : entries) {
      entry.name().ifPresent(name -> named.add(new Loaded(name, entry.descriptor())));
    }
    return named;
  }

  private static OciException nameless(List<Entry> entries) {
    List<String> labels =
        entries.stream().map(Entry::label).filter(label -> !label.isEmpty()).toList();
    String found = labels.isEmpty() ? "" : ", only " + String.join(", ", labels);
    return new OciException(
        "archive: its images have no full names" + found,
        "give one: sealer load --name registry.example.com/team/app FILE");
  }

  private static List<Loaded> renamed(List<Entry> entries, String given) throws OciException {
    Reference name = parse(given);
    boolean full = given.contains("@") || given.lastIndexOf(':') > given.lastIndexOf('/');
    if (full && entries.size() > 1) {
      throw new OciException(
          "archive: it has " + entries.size() + " images, and " + given + " can name only one",
          "give the name without tag; the images keep their own tags");
    }
    var named = new ArrayList<Loaded>();
    var seen = new HashSet<Reference>();
    for (Entry entry : entries) {
      Reference to = full ? name : tagged(name, entry);
      if (!seen.add(to)) {
        throw new OciException(
            "archive: two of its images would be named " + to, "load it without --name");
      }
      named.add(new Loaded(to, entry.descriptor()));
    }
    return named;
  }

  private static Reference tagged(Reference name, Entry entry) throws OciException {
    try {
      return entry.tag().map(name::withTag).orElse(name);
    } catch (IllegalArgumentException e) {
      throw new OciException(
          "archive: '" + entry.label() + "' is no tag", "give a name with a tag", e);
    }
  }

  private static Reference parse(String name) throws OciException {
    try {
      return Reference.parse(name);
    } catch (IllegalArgumentException e) {
      throw new OciException(String.valueOf(e.getMessage()), "write it like quay.io/team/app", e);
    }
  }
}
