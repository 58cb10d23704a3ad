"""Lists for many cities at once: resumable, on one machine or a cluster.

The driver cuts the queries into blocks; workers turn a block into the content of
one file; the driver alone writes, so that a worker that dies leaves nothing behind.
"""
