namespace Marketplace.Persistence;

/// <summary>The database can not be used as it is set up. The message is half a sentence for the operator, to stand behind the database's name and a colon.</summary>
/// <param name="reason">What is wrong, and what to do about it.</param>
/// <param name="inner">What was met.</param>
public sealed class DatabaseRefusedException(string reason, Exception? inner = null) : Exception(reason, inner);
