package io.sealer.build.discovery;

import io.sealer.build.discovery.Candidate.Confidence;
import io.sealer.oci.image.ImageLock.Source;
import java.util.ArrayList;
import java.util.List;

/** What is written down while files are read; judged when all have been. Not thread-safe. */
final class Mentions {
  private final List<Mention> images = new ArrayList<>();
  private final List<Guessed> candidates = new ArrayList<>();
  private final Kustomizations kustomizations = new Kustomizations();
  private final List<Defect> notes = new ArrayList<>();
  private final List<Defect> defects = new ArrayList<>();

  /** A text that may be a name. */
  record Guessed(String name, Confidence confidence, Source source) {}

  void image(String name, Source source) {
    images.add(new Mention(name, source));
  }

  void candidate(String name, Confidence confidence, Source source) {
    candidates.add(new Guessed(name, confidence, source));
  }

  void kustomization(Kustomization kustomization) {
    kustomizations.add(kustomization);
  }

  void note(Defect note) {
    notes.add(note);
  }

  void defect(Defect defect) {
    defects.add(defect);
  }

  /** The images as kustomizations leave them. */
  List<Mention> images() {
    return images.stream()
        .flatMap(
            mention ->
                kustomizations.names(mention.source().file(), mention.name()).stream()
                    .map(name -> new Mention(name, mention.source())))
        .toList();
  }

  /** The images as written. */
  List<Mention> rawImages() {
    return images;
  }

  List<Guessed> candidates() {
    return candidates;
  }

  List<Defect> notes() {
    return notes;
  }

  List<Defect> defects() {
    return defects;
  }
}
