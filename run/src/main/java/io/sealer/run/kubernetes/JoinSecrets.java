package io.sealer.run.kubernetes;

import io.sealer.host.Secret;
import java.util.Optional;

/**
 * What a host needs to join.
 *
 * @param token bootstrap token
 * @param authority the cluster's CA certificate, PEM
 * @param certificateKey what the uploaded certificates of the control plane are encrypted with; for
 *     masters only
 */
public record JoinSecrets(Secret token, String authority, Optional<Secret> certificateKey) {}
