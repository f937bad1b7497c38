package io.sealer.node.api;

import java.nio.file.Path;

/** The systemd unit of the agent (systemd.service(5)). */
public final class AgentUnit {
  private AgentUnit() {}

  /** Text of {@link AgentPaths#UNIT_FILE}. */
  public static String text() {
    return text(AgentPaths.PROGRAM, AgentPaths.CONFIG);
  }

  /** Text of a unit that runs this program with this configuration. */
  public static String text(Path program, Path config) {
    return """
        [Unit]
        Description=Sealer agent: image mirror and content exchange of this host
        After=network-online.target
        Wants=network-online.target
        StartLimitIntervalSec=0

        [Service]
        Type=exec
        ExecStart=%s serve --config %s
        RuntimeDirectory=%s
        Restart=always
        RestartSec=1
        TimeoutStopSec=20
        SuccessExitStatus=143
        LimitNOFILE=65536
        NoNewPrivileges=yes

        [Install]
        WantedBy=multi-user.target
        """
        .formatted(program, config, AgentPaths.RUNTIME.getFileName());
  }
}
