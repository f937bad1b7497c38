package io.sealer.host;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;

/**
 * The way to a machine: starts shell lines there, several at a time. All methods block and may
 * swallow interrupts, so they are called on threads that nobody interrupts.
 */
interface Link extends AutoCloseable {
  /** Starts a line for the login user's shell; what it writes goes to the inbox. */
  Wire start(String line, Inbox inbox) throws IOException;

  /** Whether lines can still be started. */
  boolean alive();

  @Override
  void close();

  /** A started line. */
  interface Wire {
    /** Its standard input; closing it is the end of file. */
    OutputStream stdin();

    /** Its exit status, once the inbox has been closed; empty when it never told. */
    OptionalInt exit();

    /** Lets go of it, running or not. */
    void close();
  }
}
