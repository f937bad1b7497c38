package io.sealer.build.discovery;

import io.sealer.build.discovery.Candidate.Confidence;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns what was written down into names, candidates and what rules leave out. */
final class Judge {
  private static final Comparator<Source> BY_PLACE =
      Comparator.comparing(Source::file).thenComparingInt(Source::line);

  private final ImageRules rules;
  private final TreeMap<Reference, TreeSet<Source>> images = new TreeMap<>();
  private final TreeMap<Reference, Ignored> ignored = new TreeMap<>();
  private final TreeMap<String, Maybe> candidates = new TreeMap<>();
  private final List<Defect> defects = new ArrayList<>();

  Judge(ImageRules rules) {
    this.rules = rules;
  }

  Findings judge(Mentions mentions) {
    defects.addAll(mentions.defects());
    mentions.images().forEach(this::image);
    mentions.candidates().forEach(this::candidate);
    var names = new TreeMap<Reference, List<Source>>();
    images.forEach((name, sources) -> names.put(name, List.copyOf(sources)));
    return new Findings(
        names, rest(), ignored.values().stream().toList(), mentions.notes(), defects);
  }

  private void image(Mention mention) {
    try {
      take(Reference.parse(mention.name()), mention.source());
    } catch (IllegalArgumentException e) {
      Source at = mention.source();
      defects.add(new Defect(at.file(), at.line(), String.valueOf(e.getMessage())));
    }
  }

  private void take(Reference name, Source source) {
    Optional<String> rule = rules.ignoring(name);
    if (rule.isPresent()) {
      ignored.put(name, new Ignored(name, rule.get()));
    } else {
      images.computeIfAbsent(name, n -> new TreeSet<>(BY_PLACE)).add(source);
    }
  }

  private void candidate(Mentions.Guessed guessed) {
    if (guessed.confidence() != Confidence.TEMPLATE) {
      Reference name = Reference.parse(guessed.name());
      if (rules.takes(name) || rules.ignoring(name).isPresent()) {
        take(name, guessed.source());
        return;
      }
    }
    candidates.computeIfAbsent(guessed.name(), n -> new Maybe()).add(guessed);
  }

  /** A candidate and the best reason to believe in it. */
  private static final class Maybe {
    private final TreeSet<Source> sources = new TreeSet<>(BY_PLACE);
    private Confidence confidence = Confidence.LOW;

    void add(Mentions.Guessed guessed) {
      sources.add(guessed.source());
      if (guessed.confidence().compareTo(confidence) > 0) {
        confidence = guessed.confidence();
      }
    }
  }

  /** Candidates that are not images already for another reason. */
  private List<Candidate> rest() {
    var rest = new ArrayList<Candidate>();
    candidates.forEach(
        (name, maybe) -> {
          if (!isImage(name, maybe.confidence)) {
            rest.add(new Candidate(name, maybe.confidence, List.copyOf(maybe.sources)));
          }
        });
    return rest;
  }

  private boolean isImage(String name, Confidence confidence) {
    return confidence != Confidence.TEMPLATE && images.containsKey(Reference.parse(name));
  }
}
