/**
 * The engine: steps as values, a plan that says why each of them must run, and an executor that
 * runs them without barriers and writes down what it did. Knows nothing of Kubernetes. Start at
 * {@link io.sealer.run.engine.Step}, {@link io.sealer.run.engine.Planner} and {@link
 * io.sealer.run.engine.Executor}.
 */
@NullMarked
package io.sealer.run.engine;

import org.jspecify.annotations.NullMarked;
