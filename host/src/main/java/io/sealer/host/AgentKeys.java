package io.sealer.host;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.SSHAgentConnector;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Vector;

/**
 * Key files and, after them, the keys of an ssh agent. Key files never go into the agent, and the
 * agent is never changed.
 */
@SuppressWarnings("JdkObsolete") // Vector is the library's
final class AgentKeys implements IdentityRepository {
  private final IdentityRepository files;
  private final IdentityRepository agent;

  private AgentKeys(IdentityRepository files, IdentityRepository agent) {
    this.files = files;
    this.agent = agent;
  }

  /** Empty when no agent answers at this socket. */
  static Optional<AgentKeys> of(Path socket, IdentityRepository files) {
    try {
      var agent = new AgentIdentityRepository(new SSHAgentConnector(socket));
      return agent.getStatus() == IdentityRepository.RUNNING
          ? Optional.of(new AgentKeys(files, agent))
          : Optional.empty();
    } catch (AgentProxyException e) {
      return Optional.empty();
    }
  }

  @Override
  public Vector<Identity> getIdentities() {
    var all = new Vector<Identity>(files.getIdentities());
    all.addAll(agent.getIdentities());
    return all;
  }

  @Override
  public String getName() {
    return "key files and agent";
  }

  @Override
  public int getStatus() {
    return RUNNING;
  }

  @Override
  public boolean add(byte[] identity) {
    return files.add(identity);
  }

  @Override
  public boolean remove(byte[] blob) {
    return files.remove(blob);
  }

  @Override
  public void removeAll() {
    files.removeAll();
  }
}
