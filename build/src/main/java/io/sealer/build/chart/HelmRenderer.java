package io.sealer.build.chart;

import io.sealer.build.launch.Call;
import io.sealer.helm.Helm;
import io.sealer.helm.HelmException;
import io.sealer.helm.Release;
import io.sealer.helm.ValueFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Renders with Helm itself, which is loaded for the first chart. Thread-safe. */
public final class HelmRenderer implements ChartRenderer {
  private final Path cache;
  private Optional<Helm> engine = Optional.empty();

  /** A renderer whose engine is unpacked into this directory. */
  public HelmRenderer(Path cache) {
    this.cache = cache;
  }

  @Override
  public String render(Request request) throws IOException {
    var values = new ArrayList<ValueFlag>();
    request.values().forEach(file -> values.add(new ValueFlag.File(file)));
    for (Call.Set set : request.sets()) {
      values.add(flag(set));
    }
    try {
      var release = new Release(request.release(), request.namespace(), List.copyOf(values));
      return helm().render(request.chart(), release, request.kubeVersion());
    } catch (HelmException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ValueFlag flag(Call.Set set) throws IOException {
    return switch (set.flag()) {
      case "set" -> new ValueFlag.Set(set.text());
      case "set-string" -> new ValueFlag.SetString(set.text());
      case "set-json" -> new ValueFlag.SetJson(set.text());
      case "set-file" -> new ValueFlag.SetFile(set.text());
      default -> throw new IOException("--" + set.flag() + " is not understood");
    };
  }

  private synchronized Helm helm() throws HelmException {
    if (engine.isEmpty()) {
      engine = Optional.of(Helm.open(cache));
    }
    return engine.get();
  }
}
