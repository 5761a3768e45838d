namespace Marketplace.Host;

/// <summary>
/// The marketplace does not start, and the message is the whole story for the operator: one sentence for each wrong setting, no stack trace.
/// The exit codes are those of sysexits.h.
/// </summary>
public sealed class StartRefusedException : Exception
{
    /// <summary>The command line is not understood.</summary>
    public const int Usage = 64;

    /// <summary>Something that is needed does not answer: the database, Telegram, a node.</summary>
    public const int Unavailable = 69;

    /// <summary>A file that can not be written.</summary>
    public const int CanNotCreate = 73;

    /// <summary>A refused token, or a file that too many may read.</summary>
    public const int NoPermission = 77;

    /// <summary>A setting is wrong.</summary>
    public const int Configuration = 78;

    /// <summary>A refusal.</summary>
    /// <param name="exitCode">One of the constants.</param>
    /// <param name="sentence">What is wrong, and what to do about it.</param>
    /// <param name="inner">What was met, for a debugger; it is not printed.</param>
    public StartRefusedException(int exitCode, string sentence, Exception? inner = null)
        : base(sentence, inner) => ExitCode = exitCode;

    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; }
}
