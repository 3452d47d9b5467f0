/**
 * PostgreSQL's memory and functions: what the published binary calls by address, and the C structs that the host reads and writes.
 *
 * <p>A variable has a typed name, {@link dev.pglitej.internal.pg.PgVariable}; where it is has been found in the binary. A function has one
 * too, {@link dev.pglitej.internal.pg.PgFunction}. A struct has one
 * class, named as in C, in which each offset stands once. The build finds most of these numbers in the binary again, and StructsTest
 * compares them. What the binary does not show has to be looked up in the headers of a new version of PostgreSQL:
 *
 * <ul>
 *   <li>PROC_HDR.allProcCount (storage/proc.h); PMSignalData.num_child_flags, the word before the flags (pmsignal.c)
 *   <li>BackgroundWorker.bgw_restart_time and bgw_notify_pid (postmaster/bgworker.h)
 *   <li>sizeof BufferDesc, which {@link dev.pglitej.internal.pg.BufferPool#of} checks by its buf_id, and sizeof BufferStrategyControl
 *       (buf_internals.h, freelist.c)
 *   <li>LWLockHandle (lwlock.c) and ONEXIT (ipc.c), both of two words
 *   <li>MemoryContextData.name (nodes/memnodes.h); the first fields of dshash_table and dsa_area, and what pgstat_dsa_init_size() returns
 *   <li>sizeof BackendStartupData (tcop/backend_startup.h)
 *   <li>ControlFileData (catalog/pg_control.h) and XLogLongPageHeaderData (access/xlog_internal.h), which are read from the disk
 *   <li>constants: GucContext, GucSource, BackendType, PMSignalReason, levels of errors, wait classes, and the bits of CHECKPOINT_…,
 *       WL_…, BM_…, MCXT_ALLOC_… and BGWORKER_CLASS_PARALLEL
 *   <li>what the guest's C library, musl, defines: addresses of sockets, numbers of signals and of errors
 * </ul>
 */
@NullMarked
package dev.pglitej.internal.pg;

import org.jspecify.annotations.NullMarked;
