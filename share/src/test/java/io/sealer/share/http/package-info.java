@NullMarked
package io.sealer.share.http;

import org.jspecify.annotations.NullMarked;
