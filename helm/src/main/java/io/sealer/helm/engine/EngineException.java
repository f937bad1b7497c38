package io.sealer.helm.engine;

/**
 * The engine is missing, cannot be loaded here, or refused a call; the message is Helm's own then.
 */
public final class EngineException extends Exception {
  private static final long serialVersionUID = 1;

  EngineException(String message) {
    super(message);
  }

  EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
