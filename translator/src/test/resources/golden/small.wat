;; A bit of everything, for small.h and its companions.
(module
  (import "env" "memory" (memory 1 4))
  (import "env" "write" (func $write (param i32 i32) (result i32)))
  (import "env" "invoke_ii" (func $invoke_ii (param i32 i32) (result i32)))
  (table 4 funcref)
  (elem (i32.const 1) func $sum $write $factorial)
  (global $__stack_pointer (mut i32) (i32.const 65536))
  (global $version i32 (i32.const 18))
  (export "__stack_pointer" (global $__stack_pointer))
  (export "version" (global $version))
  (data (i32.const 1024) "Hello, world\0a")
  (data (i32.const 2048) "\01\02\03")
  (func $sum (export "sum") (param $from i32) (param $count i32) (result i64) (local $total i64)
    block $done
      (br_if $done (i32.eqz (local.get $count)))
      loop $next
        (local.set $total (i64.add (local.get $total) (i64.load32_s offset=4 (local.get $from))))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (local.tee $count (i32.sub (local.get $count) (i32.const 1)))
        br_if $next
      end
    end
    local.get $total)
  (func $factorial (export "factorial") (param $n i32) (result i32)
    (i32.le_s (local.get $n) (i32.const 1))
    if (result i32)
      i32.const 1
    else
      (i32.mul (local.get $n) (call $factorial (i32.add (local.get $n) (i32.const -1))))
    end)
  (func $greet (export "greet") (result i32) (local $frame i32)
    (global.set $__stack_pointer (local.tee $frame (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=8 (local.get $frame) (i32.const 1024))
    (i32.store offset=12 (local.get $frame) (i32.const 13))
    (call $write (i32.load offset=8 (local.get $frame)) (i32.load offset=12 (local.get $frame)))
    (global.set $__stack_pointer (i32.add (local.get $frame) (i32.const 16))))
  (func $kind (param $n i32) (result i32)
    block $other block $two block $one
      (br_table $one $two $one $other (local.get $n))
    end (return (i32.const 10))
    end (return (i32.const 20))
    end (return (call $invoke_ii (i32.const 3) (global.get $version))))
  (func $ratio (param $a f64) (param $b f64) (result f64 i32)
    (f64.div (local.get $a) (local.get $b))
    (i32.trunc_f64_s (f64.max (local.get $a) (f64.const 0.1))))
  (func (export "pid") (result i32) i32.const 42)
  (func (export "use") (param $x f64) (param $i i32) (result f64)
    (call $ratio (local.get $x) (f64.const 100))
    (i32.and (local.get $i) (i32.const -8))
    i32.div_s
    f64.convert_i32_s
    (f64.sub (f64.neg (local.get $x)))
    f64.add))
