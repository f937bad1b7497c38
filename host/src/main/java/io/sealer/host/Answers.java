package io.sealer.host;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers what an ssh server asks at the login, each password once for each method, and remembers
 * which methods were used. Used by one thread.
 */
final class Answers implements UserInfo, UIKeyboardInteractive {
  private final Deque<Secret> forPassword;
  private final Deque<Secret> forKeyboard;
  private final Set<String> used = new LinkedHashSet<>();
  private @Nullable Secret current;

  Answers(List<Secret> passwords) {
    this.forPassword = new ArrayDeque<>(passwords);
    this.forKeyboard = new ArrayDeque<>(passwords);
  }

  /** The methods that were used, in order. */
  List<String> used() {
    return List.copyOf(used);
  }

  @Override
  public boolean promptPassword(String message) {
    current = forPassword.poll();
    if (current == null) {
      return false;
    }
    used.add("password");
    return true;
  }

  @Override
  public @Nullable String getPassword() {
    return current == null ? null : current.revealText();
  }

  @Override
  public String @Nullable [] promptKeyboardInteractive(
      String destination, String name, String instruction, String[] prompt, boolean[] echo) {
    if (prompt.length == 0) {
      return new String[0];
    }
    // A question whose answer may be seen, or several, is not one for a password.
    Secret secret = prompt.length > 1 || echo[0] ? null : forKeyboard.poll();
    if (secret == null) {
      return null;
    }
    used.add("keyboard-interactive");
    String[] answers = new String[prompt.length];
    Arrays.fill(answers, secret.revealText());
    return answers;
  }

  @Override
  public @Nullable String getPassphrase() {
    return null;
  }

  @Override
  public boolean promptPassphrase(String message) {
    return false;
  }

  @Override
  public boolean promptYesNo(String message) {
    return false;
  }

  @Override
  public void showMessage(String message) {
    // Banners are for people who log in by hand.
  }
}
