@NullMarked
package dev.windlass.diagnose;

import org.jspecify.annotations.NullMarked;
