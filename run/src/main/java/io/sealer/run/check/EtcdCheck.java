package io.sealer.run.check;

import io.sealer.run.kubernetes.Etcdctl;
import io.sealer.run.kubernetes.Etcdctl.Member;
import java.util.ArrayList;
import java.util.List;

/** Whether etcd has the masters as members, all with a vote, and nobody else. Pure. */
final class EtcdCheck {
  private static final String CHECK = "etcd-members";

  private EtcdCheck() {}

  /**
   * Compares them.
   *
   * @param members as etcd lists them
   * @param masters addresses of the masters that should be members
   */
  static List<Finding> judge(List<Member> members, List<String> masters) {
    var found = new ArrayList<Finding>();
    List<String> known = masters.stream().map(Etcdctl::peerUrl).toList();
    for (Member member : members) {
      if (!known.contains(member.peerUrl())) {
        found.add(stranger(member));
      } else if (member.learner()) {
        found.add(learner(masters.get(known.indexOf(member.peerUrl()))));
      }
    }
    if (found.isEmpty()) {
      String text = "%d members, all of them masters with a vote".formatted(members.size());
      found.add(Finding.ok(Finding.CLUSTER, CHECK, text));
    }
    return found;
  }

  /** It counts for the majority and may not even be there; a dead learner lets nobody join. */
  private static Finding stranger(Member member) {
    return Finding.fail(
        Finding.CLUSTER,
        CHECK,
        "%s is a member and no master of the cluster as this machine knows it"
            .formatted(member.peerUrl()),
        "when another machine has added it: sealer adopt MASTER; when it is gone for good, in an etcd container:"
            + " etcdctl member remove "
            + member.id());
  }

  private static Finding learner(String master) {
    return Finding.warn(
        master,
        CHECK,
        "it is a learner, which has no vote",
        "unless a scale-up is at work now, run it again: it lets the master catch up and gives it its vote");
  }
}
