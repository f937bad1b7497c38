package io.sealer.run;

import io.sealer.run.apps.AppRecord;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.Ownership;
import io.sealer.run.state.AppImage;
import io.sealer.run.state.AppImage.Version;
import io.sealer.run.state.RunningImage;
import java.util.List;
import java.util.Optional;

/**
 * What is going to be launched, compared with what the cluster has.
 *
 * @param launches what is launched
 * @param there what the cluster remembers of applications; empty when it cannot be asked
 */
record PlannedLaunches(List<Launch> launches, Optional<List<AppRecord>> there) {
  PlannedLaunches {
    launches = List.copyOf(launches);
    there = there.map(List::copyOf);
  }

  /**
   * Compared with what a cluster has now, which is asked only when there is something to launch.
   */
  static PlannedLaunches of(List<Launch> launches, RunningApi api) {
    return new PlannedLaunches(
        launches, launches.isEmpty() ? Optional.empty() : api.applications());
  }

  /**
   * Refuses launches over applications of other images.
   *
   * @throws RunException.Invalid naming all of them
   */
  void requireOwn(Ownership owner) throws RunException {
    List<AppRecord> conflicting = owner.conflicting(launches, there.orElse(List.of()));
    if (!conflicting.isEmpty()) {
      throw new RunException.Invalid(
          conflicting.stream().flatMap(app -> owner.conflict(app).stream()).toList(),
          owner.hint(conflicting));
    }
  }

  /** Versions of an application image that nothing needs when all of this is launched from it. */
  List<Version> superseded(AppImage app, RunningImage running) {
    List<String> launched = launches.stream().map(Launch::name).toList();
    return there
        .map(
            apps ->
                running.superseded(
                    app,
                    apps.stream()
                        .filter(known -> !launched.contains(known.name()))
                        .map(AppRecord::image)
                        .toList()))
        .orElse(List.of());
  }
}
