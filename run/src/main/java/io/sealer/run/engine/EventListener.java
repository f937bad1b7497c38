package io.sealer.run.engine;

/** Is told what happens, from many threads at once, and must be quick. */
@FunctionalInterface
public interface EventListener {
  /** Tells nobody. */
  EventListener NONE = event -> {};

  void on(Event event);

  /** This listener, then another. */
  default EventListener and(EventListener next) {
    return event -> {
      on(event);
      next.on(event);
    };
  }
}
