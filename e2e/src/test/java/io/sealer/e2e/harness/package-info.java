/**
 * What end-to-end tests need: the released program in a place of its own, real hosts, registries
 * and clusters. Start at {@link io.sealer.e2e.harness.Workspace}; everything that a test makes lies
 * in one, so that {@code e2e/cleanup} finds and removes it even after a crash.
 */
@NullMarked
package io.sealer.e2e.harness;

import org.jspecify.annotations.NullMarked;
