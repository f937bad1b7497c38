/**
 * What people and scripts see: tables, JSON documents, progress, errors. Knows the rooms' values,
 * calls none of their operations.
 */
@NullMarked
package io.sealer.cli.output;

import org.jspecify.annotations.NullMarked;
